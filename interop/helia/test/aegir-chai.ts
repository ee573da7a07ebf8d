import { expect, use } from "chai";
import chaiAsPromised from "chai-as-promised";

use(chaiAsPromised);

// Those tests write `.true()` where chai has `.true`: the assertion is made on the way, and the call does nothing.
use(({ Assertion }) => {
  for (const name of ["false", "ok", "true"]) {
    Assertion.overwriteProperty(
      name,
      (assert: () => void) =>
        function (this: object) {
          assert.call(this);
          return () => this;
        },
    );
  }
});

export { expect };
