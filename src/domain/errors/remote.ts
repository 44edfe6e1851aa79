import type { ErrorSpec } from "./spec.ts";

/** What is wrong with `remote.url` itself. Nothing was sent. */
const URL_ERRORS = {
  "remote.bad-url": {
    message: "'{url}' cannot be used as the remote: {reason}.",
    hint: "Write remote.url as https://host/path.git#branch, or as the path of a bare repository on this host.",
    exit: 2,
  },
  "remote.secret-in-url": {
    message: "remote.url holds a password or token in front of the host {host}.",
    hint: "Move it to remote.token (TIDEMARK_REMOTE_TOKEN): an address ends up in logs and process lists, a token never does.",
    exit: 2,
  },
  "remote.bad-token": {
    message: "remote.token holds a character that cannot be sent in an HTTP header.",
    hint: "Paste the token again: a line break or a space inside it is the usual cause.",
    exit: 2,
  },
  "remote.ssh-url": {
    message: "'{url}' is an SSH address, and Tidemark speaks only HTTP and HTTPS.",
    hint: "Use the https:// address that the git service shows for the same repository, with a token in remote.token.",
    exit: 2,
  },
  "remote.bad-branch": {
    message: "'{branch}' is not a branch name that git accepts: {reason}.",
    hint: "Change what follows # in remote.url, for example to #main.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

/** No usable answer: the network, TLS, or a service that is not a git service. Nothing was changed there. */
const REACH_ERRORS = {
  "remote.unreachable": {
    message: "No connection to {url}: {reason}.",
    hint: "Check the address, the name service, a proxy or firewall, and that the git service runs. The next run tries again.",
    exit: 1,
    retryable: true,
  },
  "remote.interrupted": {
    message: "The answer of {url} broke off: {reason}.",
    hint: "Nothing was changed. The next run tries again; if it keeps happening, look at proxies between here and the service.",
    exit: 1,
    retryable: true,
  },
  "remote.tls": {
    message: "No trusted TLS connection to {url}: {reason}.",
    hint: "For a certificate of your own authority, name its PEM file in the configuration. Otherwise check the date, the host name and the chain.",
    exit: 1,
  },
  "remote.redirected": {
    message: "{url} redirects to {location}.",
    hint: "The token is never sent along a redirect. If the new address is the right one, write it into remote.url.",
    exit: 1,
  },
  "remote.not-git": {
    message: "{url} is not a git repository over HTTP: {reason}.",
    hint: "Check the path in remote.url: it is the address that `git clone` takes, not a web page of the service.",
    exit: 1,
  },
  "remote.dumb-http": {
    message: "{url} serves plain files (git's dumb protocol), which cannot be pushed to.",
    hint: "The server must run `git http-backend` or a git service for this path.",
    exit: 1,
  },
  "remote.unsupported": {
    message: "The git service at {url} lacks what Tidemark needs: {reason}.",
    hint: "A SHA-1 repository behind git 1.6.6 or newer, or any current git service, has it.",
    exit: 1,
  },
  "remote.protocol": {
    message: "The answer of {url} is not git's protocol: {reason}.",
    hint: "Something between here and the service may change answers (proxy, virus scanner). If not, report it with this message.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

/** The service answered, and said no. Nothing was changed there. */
const REFUSAL_ERRORS = {
  "remote.unauthorised": {
    message: "{url} does not accept the token (HTTP 401).",
    hint: "Check remote.token: expired, revoked, for another host, or the service wants another user name before the @ or remote.auth = bearer.",
    exit: 1,
  },
  "remote.forbidden": {
    message: "{url} forbids {operation} (HTTP 403). {said}",
    hint: "The token needs write access to this repository, and the server must allow pushing over HTTP (http.receivepack true).",
    exit: 1,
  },
  "remote.proxy-auth": {
    message: "A proxy in front of {url} wants credentials (HTTP 407).",
    hint: "Let this host through the proxy without credentials.",
    exit: 1,
  },
  "remote.not-found": {
    message: "There is no repository at {url} (HTTP {status}).",
    hint: "Create it there, empty, or correct remote.url. Some services answer so when the token may not see the repository.",
    exit: 1,
  },
  "remote.too-large": {
    message: "{url} refuses a pack of {bytes} bytes as too large (HTTP 413).",
    hint: "Raise the body limit of the proxy or service (nginx: client_max_body_size), or lower `checkpoint` so that each push is smaller.",
    exit: 1,
  },
  "remote.server-error": {
    message: "{url} failed with HTTP {status}. {said}",
    hint: "The service has a problem of its own; its log says which. The next run tries again.",
    exit: 1,
    retryable: true,
  },
  "remote.bad-status": {
    message: "{url} answered {operation} with HTTP {status}. {said}",
    hint: "The path in remote.url may belong to something other than git, or a proxy stands in between.",
    exit: 1,
  },
  "remote.refused": {
    message: "The git service at {url} refused {operation}: {said}",
    hint: "The text is the service's own. Check the repository's access rules and that the token belongs to the right account.",
    exit: 1,
  },
  "remote.rejected": {
    message: "{url} did not move {ref}: {reason}. {said}",
    hint: "The branch is protected or a hook declined. Allow the token's account to push to it; nothing was lost, the next run tries again.",
    exit: 1,
  },
  "remote.unpack-failed": {
    message: "{url} could not store the pack: {reason}. {said}",
    hint: "The server's disk may be full or a limit reached (receive.maxInputSize). Nothing was lost, the next run tries again.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

/** Where the branch stands is not what Tidemark left. */
const STATE_ERRORS = {
  "remote.main-moved": {
    message: "{ref} at {url} is at {found}, not at {expected} where Tidemark left it.{commits}",
    hint: "Somebody else pushed to or reset this branch, and nothing was overwritten. To take their history over and put the records back on top, or with --ours to put the branch back: tidemark adopt. It shows what it would do and asks first.",
    exit: 4,
  },
  "remote.foreign-history": {
    message: "{ref} at {url} holds a history that Tidemark did not write.{commits}",
    hint: "Use an empty repository or another branch name after # in remote.url. If this history is to go on as the mirror's: tidemark adopt. It shows what it would do and asks first.",
    exit: 4,
  },
  "remote.no-rewind": {
    message: "{url} does not let {ref} be put back to an earlier place: {reason}. {said} Theirs is kept on {aside}.",
    hint: "The branch is where it was. Allow it there for a moment (receive.denyNonFastForwards, branch protection) and run the same again, or run tidemark adopt without --ours, which only adds a commit.",
    exit: 4,
  },
  "remote.unknown-outcome": {
    message: "The pack was sent to {url}, but what became of it is not known: {reason}.",
    hint: "Nothing is lost: the next run asks where the branch is and goes on from there.",
    exit: 1,
    retryable: true,
  },
} as const satisfies Record<string, ErrorSpec>;

/** A bare repository on disk as the remote. */
const DIRECTORY_ERRORS = {
  "remote.path-is-file": {
    message: "The remote path {path} is a file.",
    hint: "Name a directory: one that does not exist yet, an empty one, or a bare git repository.",
    exit: 2,
  },
  "remote.not-bare": {
    message: "The remote path {path} is a git work tree, not a bare repository.",
    hint: "A push would leave its checked-out files behind. Name another path; Tidemark creates the bare repository there.",
    exit: 2,
  },
  "remote.not-empty": {
    message: "The remote path {path} holds files and is not a git repository.",
    hint: "Name an empty directory or one that does not exist yet.",
    exit: 2,
  },
  "remote.unusable-path": {
    message: "The remote path {path} is not a repository that Tidemark can use: {reason}.",
    hint: "It takes a bare SHA-1 repository with refs in files, as `git init --bare` makes it. Name another path; Tidemark creates one there.",
    exit: 2,
  },
  "remote.ref-locked": {
    message: "{ref} in {path} is locked by {lock}.",
    hint: "Another git command is at work there; the next run tries again. A lock that no process holds any more may be deleted.",
    exit: 1,
    retryable: true,
  },
  "remote.not-writable": {
    message: "Tidemark may not write to {path} ({reason}).",
    hint: "Give the account that Tidemark runs under write access to the directory and everything in it.",
    exit: 1,
  },
  "remote.disk-full": {
    message: "No room is left for {path} ({reason}).",
    hint: "Free space there. Nothing is lost, the next run continues.",
    exit: 1,
    retryable: true,
  },
  "remote.disk-error": {
    message: "{path} cannot be read or written ({reason}).",
    hint: "Check that the disk or network share is mounted and healthy. The next run tries again.",
    exit: 1,
    retryable: true,
  },
  "remote.damaged": {
    message: "The repository {path} is damaged: {reason}.",
    hint: "`git fsck` there says more. Restore it from a backup, or name a new, empty one.",
    exit: 4,
  },
} as const satisfies Record<string, ErrorSpec>;

/** A pack that was received cannot be trusted. It is never put into a repository. */
const PACK_ERRORS = {
  "remote.bad-pack": {
    message: "The pack {pack} is damaged at byte {offset}: {reason}.",
    hint: "It was thrown away; nothing was changed. Run again; if it repeats, `git fsck` the repository on the server.",
    exit: 1,
  },
  "remote.pack-limit": {
    message: "The pack {pack} goes beyond what Tidemark reads at byte {offset}: {reason}.",
    hint: "No record is that large: the repository holds something else. Use a repository of Tidemark's own.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

/** Everything about the other end of a push: the address, the way there, the service, its disk and its packs. */
export const REMOTE_ERRORS = {
  ...URL_ERRORS,
  ...REACH_ERRORS,
  ...REFUSAL_ERRORS,
  ...STATE_ERRORS,
  ...DIRECTORY_ERRORS,
  ...PACK_ERRORS,
} as const satisfies Record<string, ErrorSpec>;
