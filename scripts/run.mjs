// Runs a TypeScript file under the pinned Bun: `node scripts/run.mjs FILE [ARGUMENTS…]`. Needs nothing but Node and npm;
// installs Bun and the locked packages first where they are missing or stale.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bun = join(root, "node_modules", "bun", "bin", "bun.exe"); // Named so on every system.
const stamp = join(root, "node_modules", ".tidemark-installed");
/** Two signals closer than this are one: npm passes on what the process group has received already. */
const ECHO_MS = 500;

ensureInstalled();
runUnderBun(process.argv.slice(2));

/** Leaves quickly when the packages match the lock. */
function ensureInstalled() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && works(bun)) return;
  console.error("Installing Bun and the locked packages …");
  const version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies.bun;
  const attempts = [
    () => installWith([bun]),
    () => installWith(npmCommand("exec", "--yes", `--package=bun@${version}`, "--", "bun")),
    () => installWith([privateBun(version)]),
  ];
  if (!attempts.some((attempt) => attempt()))
    stop("Could not install. Node 20, npm and a package registry are needed.");
  repair(join(root, "node_modules", "bun"));
  if (!works(bun)) stop(`The installed Bun does not start: ${bun}`);
  writeFileSync(stamp, wanted);
}

function fingerprint() {
  const hash = createHash("sha256");
  for (const name of ["package.json", "bun.lock"]) hash.update(readFileSync(join(root, name)));
  return hash.digest("hex");
}

/** Without install scripts (npm's ignore-scripts) the package holds a stub that only fails. */
function works(program) {
  return existsSync(program) && spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
}

function repair(directory) {
  if (!works(join(directory, "bin", "bun.exe")))
    spawnSync(process.execPath, ["install.js"], { cwd: directory, stdio: "inherit" });
}

function installWith([program, ...args]) {
  if (program === bun && !works(bun)) return false;
  const done = spawnSync(program, [...args, "install", "--frozen-lockfile"], { cwd: root, stdio: ["ignore", 2, 2] });
  return done.status === 0;
}

/** npm as it runs us, so that no shell and no `.cmd` file is in between; else the one on the PATH. */
function npmCommand(...args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith(".js") ? [process.execPath, cli, ...args] : ["npm", ...args];
}

/** Bun in a directory of its own, for machines where npm may not run install scripts. */
function privateBun(version) {
  const prefix = join(root, "node_modules", ".tidemark-bun");
  rmSync(prefix, { recursive: true, force: true });
  const flags = ["--prefix", prefix, "--no-save", "--no-package-lock", "--ignore-scripts"];
  const [program, ...args] = npmCommand("install", ...flags, `bun@${version}`);
  spawnSync(program, args, { stdio: ["ignore", 2, 2] });
  const directory = join(prefix, "node_modules", "bun");
  if (existsSync(directory)) repair(directory);
  return join(directory, "bin", "bun.exe");
}

/**
 * Passes on arguments, signals and the exit code. At a terminal, Ctrl-C reaches the child by itself; elsewhere it has a
 * process group of its own and gets each signal once, from here.
 */
function runUnderBun(args) {
  const terminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  const path = `${join(root, "node_modules", ".bin")}${process.platform === "win32" ? ";" : ":"}${process.env.PATH}`;
  // Before the child exists: its first words may bring a signal before spawn() returns.
  let child;
  let last = 0;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      const echo = Date.now() - last < ECHO_MS;
      if (!echo) last = Date.now();
      if (!echo && !(terminal && signal === "SIGINT")) child.kill(signal);
    });
  }
  // npm puts a shell in between, which dies of a SIGTERM without passing it on.
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || child.kill("SIGTERM"), ECHO_MS).unref();
  child = spawn(bun, args, {
    cwd: root,
    stdio: "inherit",
    detached: !terminal && process.platform !== "win32",
    env: { ...process.env, PATH: path },
  });
  child.on("error", (error) => stop(error.message));
  child.on("exit", (code, signal) =>
    process.exit(code ?? (signal === "SIGINT" ? 130 : signal === "SIGTERM" ? 143 : 1)),
  );
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
