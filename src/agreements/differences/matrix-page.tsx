import type { I18n } from '@lingui/core';
import { type Sentence, sentence } from '../../platform/i18n.ts';
import { violenceName } from '../../platform/terms.ts';
import { Mark, Named, Tag } from '../../web/parts.tsx';
import type { View } from '../../web/view.ts';
import { compareStyle } from '../sheet/assets.ts';
import { Stance, StanceLegend } from '../sheet/stance.tsx';
import { comparePath } from '../versions/addresses.ts';
import type { Compared } from '../versions/shown.ts';
import type { Between, MatrixRow } from './matrix.ts';
import { NotCompared } from './not-compared.tsx';

/** The comparison as a table; `with` is the partner it was narrowed to. */
type Matrix = { collectives: Compared[]; rows: MatrixRow[]; with: string | null };

/** What `page()` puts above {@link MatrixBody}. */
export function matrixHead({ i18n }: View) {
  return {
    title: i18n._('matrix.title', {}, { message: 'Agreements side by side' }),
    open: true,
    style: compareStyle,
  };
}

/**
 * Screen 8: collectives and kinds of violence in one table, each kind with a way to read all texts beside each other.
 */
export function MatrixBody({ view, matrix }: { view: View; matrix: Matrix }) {
  const { i18n } = view;
  const { collectives, rows } = matrix;
  return (
    <>
      <p class="lead">
        {i18n._(
          'matrix.lead',
          {},
          { message: 'What each collective decided, kind of violence by kind of violence. Differing is no fault.' },
        )}
      </p>
      {matrix.with === null ? null : (
        <p>
          <a class="tap" href={view.link(comparePath)}>
            {i18n._('matrix.all', {}, { message: 'Compare with every collective' })}
          </a>
        </p>
      )}
      {collectives.length < 2 ? (
        <p>{i18n._('matrix.nobody', {}, { message: 'There is nothing to compare with yet.' })}</p>
      ) : (
        <Differing view={view} rows={rows} />
      )}
      {rows.length === 0 ? null : <StanceLegend view={view} shown={rows.flatMap(({ stances }) => stances.flat())} />}
      {rows.length === 0 ? null : <Decisions view={view} matrix={matrix} />}
      <Others view={view} matrix={matrix} />
      <p class="quiet">
        {i18n._(
          'matrix.silence',
          {},
          { message: 'To say nothing of a kind of violence is not to tolerate it. It may stand under another name.' },
        )}
      </p>
    </>
  );
}

/** A table of many collectives is wider than the page; it moves by itself, also by keyboard. */
function Decisions({ view, matrix }: { view: View; matrix: Matrix }) {
  const { i18n } = view;
  const { collectives, rows } = matrix;
  return (
    <section class="wide" aria-labelledby="matrix" tabindex={0}>
      <table class="matrix">
        <caption id="matrix" class="quiet">
          {i18n._('matrix.caption', {}, { message: 'What each collective decided' })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{i18n._('changes.kind', {}, { message: 'Kind of violence' })}</th>
            {collectives.map((one) => (
              <th scope="col">
                <Named of={one.mark} name={one.name} />
                <NotCompared view={view} collective={one} />
              </th>
            ))}
            {collectives.length < 2 ? null : (
              <th scope="col">{i18n._('matrix.between', {}, { message: 'Between them' })}</th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row view={view} matrix={matrix} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ view, matrix, row }: { view: View; matrix: Matrix; row: MatrixRow }) {
  const { i18n } = view;
  const query = matrix.with === null ? '' : `?with=${matrix.with}`;
  return (
    <tr class={row.between === 'apart' ? 'apart' : undefined}>
      <th scope="row">
        <a class="tap" href={view.link(`${comparePath}/${row.violence}${query}`)}>
          {violenceName(i18n, row.violence)}
        </a>
      </th>
      {row.stances.map((stances, at) => (
        <td>
          <span class="who" aria-hidden="true">
            <Mark of={matrix.collectives[at]?.mark ?? null} /> <bdi>{matrix.collectives[at]?.name}</bdi>:{' '}
          </span>
          {stances.length === 0 ? (
            <span class="quiet">{i18n._('matrix.nothing', {}, { message: 'Says nothing of it' })}</span>
          ) : (
            stances.map((stance) => [<Stance view={view} of={stance} />, ' '])
          )}
        </td>
      ))}
      {matrix.collectives.length < 2 ? null : (
        <td class="between">
          <HowTheyStand i18n={i18n} between={row.between} />
        </td>
      )}
    </tr>
  );
}

function Differing({ view, rows }: { view: View; rows: MatrixRow[] }) {
  const { i18n } = view;
  const named = (between: Between) =>
    rows.filter((row) => row.between === between).map(({ violence }) => violenceName(i18n, violence));
  const list = (names: string[]) => new Intl.ListFormat(view.language).format(names);
  const [apart, worded] = [named('apart'), named('worded')];
  return (
    <ul>
      {apart.length === 0 ? null : (
        <li>{i18n._('matrix.apart-list', { kinds: list(apart) }, { message: 'The stance differs on: {kinds}.' })}</li>
      )}
      {worded.length === 0 ? null : (
        <li>
          {i18n._(
            'matrix.worded-list',
            { kinds: list(worded) },
            { message: 'The stance is the same, in other words, on: {kinds}.' },
          )}
        </li>
      )}
      {apart.length + worded.length > 0 ? null : (
        <li>
          {i18n._('matrix.no-difference', {}, { message: 'Where more than one speaks, they say the same words.' })}
        </li>
      )}
    </ul>
  );
}

function Others({ view, matrix: { collectives, ...matrix } }: { view: View; matrix: Matrix }) {
  const others = collectives.filter(({ peer }) => peer !== null);
  if (matrix.with !== null || others.length < 2) return null;
  const { i18n } = view;
  return (
    <section aria-labelledby="only">
      <h2 id="only">{i18n._('matrix.only', {}, { message: 'Ours and one other' })}</h2>
      <ul>
        {others.map(({ peer, mark, name }) => (
          <li>
            <a class="tap" href={view.link(`${comparePath}?with=${peer}`)} dir="auto">
              <Named of={mark} name={name} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How collectives stand to each other, by shape and word. */
function HowTheyStand({ i18n, between }: { i18n: I18n; between: Between }) {
  const name = sentence(i18n, betweenNames[between]);
  if (between === 'alone') return <span class="quiet">{name}</span>;
  return <Tag shape={between === 'apart' ? 'differ' : between}>{name}</Tag>;
}

const betweenNames: Record<Between, Sentence> = {
  alone: { id: 'matrix.alone', message: 'Only one speaks of it' },
  same: { id: 'matrix.same', message: 'Same words' },
  worded: { id: 'matrix.worded', message: 'Same stance, other words' },
  apart: { id: 'matrix.apart', message: 'Stances differ' },
};
