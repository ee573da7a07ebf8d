/** A signature of `SELF_TEST_MESSAGE`, in hex, and what the rule says of it. */
export interface SelfTestVector {
  readonly valid: boolean;
  readonly publicKey: string;
  readonly signature: string;
}

/** What all of them claim to sign. */
export const SELF_TEST_MESSAGE = "6a6f6220582077617320646f6e65206279206d65";

/** The decisive ones among the vectors of the tests: each is accepted by some engine or setting that is not ours. */
export const SELF_TEST_VECTORS: readonly SelfTestVector[] = [
  // honest
  {
    valid: true,
    publicKey: "f0bf95256e970638e8b9bd275ecc295fc2614491cafee33107bb8ab864455a13",
    signature:
      "a43671fe02ca213143226aba6e0db032e100395c57201b2adec8f1e26b55b7c1" +
      "6c6cfc0fb2ef86ac122685101e2953e35cb53d79f53adb465f9edec260143d01",
  },
  // honest, another nonce
  {
    valid: true,
    publicKey: "f0bf95256e970638e8b9bd275ecc295fc2614491cafee33107bb8ab864455a13",
    signature:
      "9fafd1ff4eb0fe293f07452bfbbfdd415233312ced7f48c7086985f2209b2449" +
      "bddd5a9d0fe8505c93cb33b964c3eaff425e9c071f36a369d2820bd7c3dbac07",
  },
  // S + L
  {
    valid: false,
    publicKey: "f0bf95256e970638e8b9bd275ecc295fc2614491cafee33107bb8ab864455a13",
    signature:
      "a43671fe02ca213143226aba6e0db032e100395c57201b2adec8f1e26b55b7c1" +
      "5940f26ccc529904e9c27cb3fc2232f85cb53d79f53adb465f9edec260143d11",
  },
  // a key of somebody else
  {
    valid: false,
    publicKey: "1089a101d4bf942c12305f1d8450259da4cffc71fce37db16ebd9672c808c966",
    signature:
      "a43671fe02ca213143226aba6e0db032e100395c57201b2adec8f1e26b55b7c1" +
      "6c6cfc0fb2ef86ac122685101e2953e35cb53d79f53adb465f9edec260143d01",
  },
  // R with a part of order 8
  {
    valid: false,
    publicKey: "f0bf95256e970638e8b9bd275ecc295fc2614491cafee33107bb8ab864455a13",
    signature:
      "77587464ace3357a8a405d95cf73061d38a949e8d74f0ba2aab5fc84d9b37005" +
      "adeb7a3ec3d5ea2e154cfb5a25fd4b08ebd32687fc70575662d27f337aef150b",
  },
  // R with a part of order 4
  {
    valid: false,
    publicKey: "f0bf95256e970638e8b9bd275ecc295fc2614491cafee33107bb8ab864455a13",
    signature:
      "859c6b90f74ca7716e3a563e45418b950580203401f515b4ee203543f2acce3a" +
      "4fd24e5c2a829cd7f61915cdb567aaaadc8357c040e525064b5ced47e31cd205",
  },
  // R with a part of order 2
  {
    valid: false,
    publicKey: "f0bf95256e970638e8b9bd275ecc295fc2614491cafee33107bb8ab864455a13",
    signature:
      "02987d6dbbaae93d786e31e0084797ab2ad2e11b8663d4eec485c7541456ac82" +
      "00852e70c2512f6d4f1138b98124d99379b1353b2f26a477f81ad33f5d124f0b",
  },
  // R is the identity
  {
    valid: false,
    publicKey: "f0bf95256e970638e8b9bd275ecc295fc2614491cafee33107bb8ab864455a13",
    signature:
      "0100000000000000000000000000000000000000000000000000000000000000" +
      "1f086fd678320630fef5a0328c58f57bdbb7a3029bf582485d33711d5af8c105",
  },
  // A with a part of order 8 that vanishes
  {
    valid: false,
    publicKey: "389e08a8ed8d4f5bb34d5e5edbd341a51d5c9bf037b196b75b785e1d0cfd69cd",
    signature:
      "a5cfcabf47fee96733131f0f5eb14ec1c98380c92327486f6d1285596de011c9" +
      "6e3d0d832a2a4fecdf4f1e067df5c30e227d6392eaf71a6329de19d03f8d4b06",
  },
  // A and R with parts of order 2 that cancel
  {
    valid: false,
    publicKey: "fd3f6ada9168f9c7174642d8a133d6a03d9ebb6e35011ccef84475479bbaa5ec",
    signature:
      "3a260b4eacb43e0744bfa317e59faa9e274af1c331761acc15f6077cced563ac" +
      "26dac2eff61fd75a1f890b69bbbdc87278ead4996c733c6400fd5e8865789706",
  },
  // A is the identity
  {
    valid: false,
    publicKey: "0100000000000000000000000000000000000000000000000000000000000000",
    signature:
      "daa014ff5bfa924877adc0d5a9f2220a2d4b34846581ecfcf54afe35f1ac5b34" +
      "a95df73dafd96e34ba964169773595104839af805e00205451b32ac0bb1a8801",
  },
];

/** RFC 8032, section 7.1, test 3: what signing must give. */
export const SELF_TEST_SIGNING = {
  secretKey: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
  publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
  message: "af82",
  signature:
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac" +
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
} as const;
