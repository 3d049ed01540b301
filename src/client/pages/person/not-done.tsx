/** Says why nothing was done; empty, and not to be seen, until there is something to say. */
export function NotDone({ text }: { text: string | null }) {
  return (
    <p class="wrong" role="status" data-not-done>
      {text ?? ''}
    </p>
  );
}
