export function Brand({ href }: { readonly href: string }) {
  return (
    <a class="brand" href={href}>
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="7" />
        <path d="M4 12q4-4 8 0t8 0 8 0M4 20q4-4 8 0t8 0 8 0" />
      </svg>
      Tidemark
    </a>
  );
}
