export { createClock } from "../platform/clock.ts";
export { createHost } from "../platform/process.ts";
