import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  /** Values with what is shown for them. */
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}

/** One of several, with its label. */
export function Choice({ label, value, options, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <span class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </span>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly type?: "text" | "search" | "password" | "number" | "datetime-local";
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
}

/** A line of text, with its label; `onChange` comes when the line is left or Enter is pressed. */
export function TextField({ label, value, type = "text", onChange, placeholder }: TextFieldProps) {
  const id = useId();
  // What is being typed: events of the service draw the page anew meanwhile.
  const draft = useSignal<string | null>(null);
  type Typed = { readonly currentTarget: HTMLInputElement };
  return (
    <span class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        // The types of inputs are told apart by this attribute, which is known at the call alone.
        type={type as "text"}
        value={draft.value ?? value}
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        step={type === "datetime-local" ? "1" : undefined}
        onInput={(event: Typed) => {
          draft.value = event.currentTarget.value;
        }}
        onChange={(event: Typed) => {
          draft.value = null;
          onChange(event.currentTarget.value);
        }}
      />
    </span>
  );
}
