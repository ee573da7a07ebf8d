import { argv } from "node:process";
import { openKeyFile } from "../../src/node/key-file.ts";
import { nodeCryptoEngine } from "../../src/node/node-crypto-engine.ts";
import { createKeySigner } from "../../src/signatures/key-signer.ts";

// Prints the DID of the key file that it is given.

const secretKey = await openKeyFile(argv[2] ?? "");
console.log(createKeySigner({ engine: nodeCryptoEngine(), secretKey }).did);
