import type { Kysely } from 'kysely';
import type { Agreement } from '../../../schemas/agreement.ts';
import { ownNode } from '../../collective/store.ts';
import type { Database } from '../../database/schema.ts';
import { peerOf } from '../../peers/store.ts';
import { violenceName } from '../../platform/terms.ts';
import { parseEnvelope, readUnverified } from '../../protocol/envelope.ts';
import { dateWords, type View } from '../../web/view.ts';
import { clauseTitle } from '../sheet/clause-section.tsx';
import { saidOf } from './store.ts';

/** What a collective says of a version, as it was checked when it came. */
export type ShownAcknowledgement = {
  id: string;
  name: string;
  host: string;
  stance: 'compatible' | 'differs';
  clauses: string[];
  at: string;
};

/** What is said of a version: by us of a partner's, by partners of ours. Who is no partner any more is left out. */
export async function shownSaid(
  { db, origin }: { db: Kysely<Database>; origin: string },
  agreement: string,
): Promise<ShownAcknowledgement[]> {
  const own = await ownNode(db);
  const shown: ShownAcknowledgement[] = [];
  for (const { id, issuer, envelope } of await saidOf(db, agreement)) {
    const peer = issuer === own?.collective ? { name: own.name ?? '', origin, state: 'own' } : await peerOf(db, issuer);
    if (!peer || peer.state === 'ended') continue;
    const { stance, clauses, at } = readUnverified('acknowledgement', parseEnvelope(JSON.parse(envelope))).statement;
    shown.push({ id, name: peer.name, host: new URL(peer.origin).host, stance, clauses, at });
  }
  return shown;
}

/** Each collective's word on this version, in a sentence, with links to the points on which it differs. Nothing when nobody said anything. */
export function Acknowledgements({
  view,
  agreement,
  said,
}: {
  view: View;
  agreement: Agreement;
  said: ShownAcknowledgement[];
}) {
  if (said.length === 0) return null;
  const { i18n } = view;
  return (
    <section aria-labelledby="said">
      <h2 id="said">{i18n._('acknowledgement.title', {}, { message: 'What other collectives say of it' })}</h2>
      <ul>
        {said.map(({ name, host, stance, clauses, at }) => (
          <li>
            <span dir="auto">
              {stance === 'compatible'
                ? i18n._(
                    'acknowledgement.compatible',
                    { name, host },
                    { message: '{name} ({host}): it fits what we live by.' },
                  )
                : i18n._('acknowledgement.differs', { name, host }, { message: '{name} ({host}): we differ on' })}
            </span>{' '}
            {clauses.map((id, index) => (
              <>
                {index > 0 ? ', ' : ''}
                <a href={`#${placeOf(agreement, id)}`}>{nameOf(view, agreement, id)}</a>
              </>
            ))}{' '}
            <span class="quiet">{dateWords(view, at)}</span>
          </li>
        ))}
      </ul>
      <p class="quiet">
        {i18n._('acknowledgement.signed', {}, { message: 'Signed by their stewards, of exactly this version.' })}
      </p>
    </section>
  );
}

const placeOf = ({ belonging }: Agreement, id: string): string =>
  belonging.some((one) => one.id === id) ? `belonging-${id}` : `clause-${id}`;

function nameOf(view: View, agreement: Agreement, id: string): string {
  const clause = agreement.clauses.find((one) => one.id === id);
  if (!clause) return view.i18n._('acknowledgement.belonging', {}, { message: 'when a person stops belonging' });
  return clauseTitle(view, agreement, clause)?.value ?? violenceName(view.i18n, clause.violence);
}
