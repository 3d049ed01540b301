import type { Agreement } from '../../../schemas/agreement.ts';
import { groups, partKinds } from '../../agreement-file/fields.ts';
import type { AnyPart } from '../../agreement-file/parts.ts';
import { partWords } from '../../agreement-file/vocabulary.ts';
import type { View } from '../../web/view.ts';
import { ownNameOf, plainNameOf } from './field-value.ts';

/** A point of an agreement that can be spoken of, by its name. */
export type Point = { id: string; name: string; language: string | undefined; anchor: string };

/** Every point of an agreement by its id. */
export function pointsById(view: View, agreement: Agreement): ReadonlyMap<string, Point> {
  return new Map(pointsOf(view, agreement).map((point) => [point.id, point]));
}

/** A belonging parameter, where nothing around says what it is about. */
export function situationName({ language }: View, number: number): string {
  const { one, all } = partWords('belonging', language);
  return `${all}: ${one} ${number}`;
}

/** Every point of an agreement, in the order in which it is read. */
export function pointsOf(view: View, agreement: Agreement): Point[] {
  return partKinds.flatMap((kind) => {
    const parts: readonly ({ id: string } & AnyPart)[] = agreement[groups[kind]];
    return parts.map((part, at) => {
      const own = ownNameOf(view, agreement, kind, part);
      const plain = kind === 'belonging' ? situationName(view, at + 1) : plainNameOf(view, kind, part, at + 1);
      return { id: part.id, name: own?.value ?? plain, language: own?.language, anchor: `${kind}-${part.id}` };
    });
  });
}
