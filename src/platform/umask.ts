/**
 * What is made from here on can be changed by its owner alone, whatever the shell's umask allows.
 * @param isForAll and may be read by everybody, whatever the shell's umask takes away: directories of root's that a service has to pass
 */
export function makeForOwner(isForAll: boolean): void {
  process.umask((isForAll ? 0 : process.umask()) | 0o022);
}
