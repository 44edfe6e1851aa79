/** Whether a process of this number runs on this host; true too where that is kept from this account. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (reason) {
    return !(reason instanceof Error && "code" in reason && reason.code === "ESRCH");
  }
}
