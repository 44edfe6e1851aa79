export { createHost } from "../platform/process.ts";
