/** What a walk comes to next in one directory: something found, or a directory to walk before it goes on. */
export type WalkStep<T> = { readonly found: T } | { readonly below: Iterator<WalkStep<T>> };

/** Everything found, in the order of the walk. Without recursion: a remote may hold any depth. */
export function* depthFirst<T>(root: Iterator<WalkStep<T>>): Generator<T> {
  const open = [root];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const next = last.next();
    if (next.done === true) open.pop();
    else if ("found" in next.value) yield next.value.found;
    else open.push(next.value.below);
  }
}
