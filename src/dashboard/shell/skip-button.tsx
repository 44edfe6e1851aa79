/** The first thing that a keyboard reaches. A link would take the place of the view in the address. */
export function SkipButton() {
  return (
    <button type="button" class="skip" onClick={() => document.getElementById("main")?.focus()}>
      Skip to the content
    </button>
  );
}
