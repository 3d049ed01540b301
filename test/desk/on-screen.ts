/** What a screen of the desk says, as text: its components are called, and what they show is put together. */
export function onScreen(node: unknown): string {
  if (Array.isArray(node)) return node.map(onScreen).join('\n');
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (!isElement(node)) return '';
  const { tag, props } = node;
  return typeof tag === 'function' ? onScreen(tag(props)) : onScreen(props.children);
}

type Element = { tag: string | ((props: unknown) => unknown); props: { children?: unknown } };

const isElement = (node: unknown): node is Element => typeof node === 'object' && node !== null && 'tag' in node;
