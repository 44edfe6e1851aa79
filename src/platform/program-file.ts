/** The file that this process was started from. Ask early: what the system answers later may follow the file to another name. */
export function programFile(): string {
  return process.execPath;
}
