import { useEffect } from "preact/hooks";
import { useApp } from "../app.ts";
import { Icon } from "../parts/icons.tsx";

const LOOKS = {
  auto: ["half", "Colours as the system has them"],
  light: ["sun", "Light colours"],
  dark: ["moon", "Dark colours"],
} as const;

/** Goes on from the system's choice to light, to dark, and back. */
export function ThemeButton() {
  const { theme } = useApp();
  const { value: choice } = theme.choice;
  useEffect(() => {
    document.documentElement.setAttribute("data-theme", choice);
  }, [choice]);
  const [icon, text] = LOOKS[choice];
  return (
    <button
      type="button"
      class="copy"
      title={`${text}; change`}
      aria-label={`${text}; change`}
      onClick={() => theme.next()}
    >
      <Icon name={icon} />
    </button>
  );
}
