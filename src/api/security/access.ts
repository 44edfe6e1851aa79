/** What a token may do; each may what those before it may. */
export const SCOPES = ["read", "sync", "write"] as const;
export type Scope = (typeof SCOPES)[number];
/** What a route asks of who asks: nothing, or a scope. `own`: it looks after itself. */
export type Access = "open" | "own" | Scope;

/** Whether somebody who may `has` may what needs `needed`. */
export function mayDo(has: Scope, needed: Scope): boolean {
  return SCOPES.indexOf(has) >= SCOPES.indexOf(needed);
}
