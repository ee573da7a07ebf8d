import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createKeySigner } from "@icn-mesh/core";
import { bestEngine, openKeyFile } from "@icn-mesh/core/node";
import { openDataDirectory } from "@icn-mesh/node";
import { stringify } from "yaml";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { CliError } from "../errors.ts";
import { USUAL_FILES } from "../node/load-node-config.ts";

/** Writes a configuration, makes the key of a node, and says what comes next. */
export async function init({ options, terminal, output }: CommandCall): Promise<ExitCode> {
  const file = resolve(options.text("config") ?? USUAL_FILES[0]);
  const data = options.text("data") ?? "icn-mesh-data";
  const join = options.text("join");
  const values = {
    data: resolve(data),
    ...(join !== undefined && { federation: { constitution: resolve(join) } }),
    ...(options.isOn("offer") && { executor: { enabled: true } }),
  };
  await write(file, `# icn-mesh config reference has every setting.\n${stringify(values)}`);
  const directory = await openDataDirectory(data);
  const passphrase = terminal.env["ICN_MESH_KEYS_PASSPHRASE"];
  try {
    const secretKey = await openKeyFile(directory.at("keys", "node"), { ...(passphrase && { passphrase }) });
    const { did } = createKeySigner({ engine: bestEngine(), secretKey });
    output.show({ did, config: file, data: directory.path }, () =>
      [
        `${output.paint.good("made")} ${file}`,
        `  data in ${directory.path}`,
        `  account ${did}`,
        "  next: icn-mesh start",
      ].join("\n"),
    );
  } finally {
    directory.release();
  }
  return EXIT.done;
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text, { flag: "wx" }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "EEXIST")
      throw new CliError(
        `${file} cannot be written: ${cause.code}`,
        { code: "CLI_FILE", path: file },
        { cause },
      );
    throw new CliError(
      `${file} is there already; name another file by --config, or remove it`,
      { code: "CLI_EXISTS", path: file },
      { cause },
    );
  });
}
