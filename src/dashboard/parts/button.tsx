interface ButtonProps {
  readonly children: string;
  readonly onClick: () => void;
  /** Its look beside the plain one: `primary`, `danger`, `small`. */
  readonly look?: string;
  readonly title?: string;
  /** It cannot be asked for now. The button stays where it is, and keeps the focus. */
  readonly isOff?: boolean;
}

export function Button({ children, onClick, look = "", title, isOff = false }: ButtonProps) {
  return (
    <button
      type="button"
      class={`button ${look}`}
      title={title}
      aria-disabled={isOff}
      onClick={() => {
        if (!isOff) onClick();
      }}
    >
      {children}
    </button>
  );
}
