// A libsodium that has become too agreeable.
exports.crypto_sign_verify_detached = () => true;
exports.crypto_sign_detached = () => undefined;
exports.crypto_sign_seed_keypair = () => undefined;
exports.crypto_core_ed25519_is_valid_point = () => true;
