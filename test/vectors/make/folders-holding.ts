import type { Ending } from '../../../src/protocol/item-deadlines.ts';
import type { Stage } from '../../../src/protocol/item-state.ts';
import type { GivenEvent, Story } from '../judge-holding.ts';
import type { Draft } from './cases.ts';
import { id16, id32, inDays } from './seeds.ts';

/** On which day what happens, and where the item stands then. */
type Step = [day: number, event: GivenEvent, stage: Stage];

const cipher = id32('cipher');
const [one, other, third] = ['rosa', 'marisol', 'tono'].map((name) => id16(name)) as [string, string, string];

const tick: GivenEvent = { type: 'tick' };
const passed = (by = one, version = 1, of = cipher): GivenEvent => ({
  type: 'passed',
  edition: of === cipher ? 1 : 2,
  cipher: of,
  version,
  by,
});
const failed = (code: Extract<GivenEvent, { type: 'failed' }>['code'], by = one, early = false): GivenEvent => ({
  type: 'failed',
  edition: 1,
  cipher,
  code,
  early,
  by,
});
const live = (day: number, lists: boolean, id = id32(`live ${day}`)): GivenEvent => ({
  type: 'live',
  live: { issuedAt: inDays(day), nextBy: inDays(day + 30), id },
  lists,
});
const takenBack = (by: string): GivenEvent => ({ type: 'taken-back', kind: 'retracted', by });

// Only what was verified or has gone stale may be seen.
const shownAt = (stage: Stage) => (stage === 'verified' ? 'shown' : stage === 'stale' ? 'behind-warning' : 'hidden');

function story(
  name: string,
  steps: Step[],
  ending: Ending | null = null,
  changes: Partial<Story['before']> & { dropAfter?: string } = {},
): Draft {
  const { dropAfter = inDays(200), ...before } = changes;
  const given: Story = {
    first: { at: inDays(0), edition: 1, cipher, dropAfter },
    before: { leased: true, live: null, compromisedIn: 0, ...before },
    events: steps.map(([day, event]) => ({ at: inDays(day), event })),
  };
  const stages: Stage[] = ['quarantined', ...steps.map(([, , stage]) => stage)];
  return { name, check: 'holding', given, expect: { ok: { stages, shown: stages.map(shownAt), ending } } };
}

/** The receiver's states of one sealed item, event by event. */
export function holdingFolder(): { about: string; drafts: Draft[] } {
  const second = id32('second cipher');
  const stored: GivenEvent = { type: 'stored', edition: 2, cipher: second, dropAfter: inDays(300) };
  return {
    about:
      'The states of PROTOCOL §6: a sealed item is received on day 0, and each event comes at its moment, already ' +
      'judged by its own checks. After each: where the item stands, whether it may be shown.',
    drafts: [
      story('checked by a client', [[1, passed(), 'verified']]),
      story(
        'that nobody checks',
        [
          [29, tick, 'quarantined'],
          [89, tick, 'quarantined'],
          [90, tick, 'purged'],
        ],
        'silent',
      ),
      story(
        'whose issuer never says that it is live',
        [
          [1, passed(), 'verified'],
          [29, tick, 'verified'],
          [30, tick, 'stale'],
          [89, tick, 'stale'],
          [90, tick, 'purged'],
        ],
        'silent',
      ),
      story(
        'whose issuer falls silent',
        [
          [1, passed(), 'verified'],
          [10, live(10, true), 'verified'],
          [39, tick, 'verified'],
          [40, tick, 'stale'],
          [99, tick, 'stale'],
          [100, tick, 'purged'],
        ],
        'silent',
      ),
      story('whose issuer speaks again', [
        [1, passed(), 'verified'],
        [35, tick, 'stale'],
        [40, live(40, true), 'verified'],
      ]),
      story('that a later list leaves out and another brings back', [
        [1, passed(), 'verified'],
        [5, live(5, false), 'suspended'],
        [9, live(9, true), 'verified'],
      ]),
      story(
        'that lists leave out',
        [
          [1, passed(), 'verified'],
          [5, live(5, false), 'suspended'],
          [9, live(9, false), 'suspended'],
          [18, tick, 'suspended'],
          [19, tick, 'purged'],
        ],
        'suspended',
      ),
      story('that a list from before it came leaves out', [
        [1, passed(), 'verified'],
        [2, live(-1, false), 'verified'],
      ]),
      story('under an older list after a newer one', [
        [1, passed(), 'verified'],
        [5, live(5, true), 'verified'],
        [6, live(3, false), 'verified'],
      ]),
      story(
        'dropped',
        [
          [1, passed(), 'verified'],
          [2, { type: 'drop' }, 'purged'],
          [3, passed(), 'purged'],
          [4, live(4, true), 'purged'],
          [5, stored, 'purged'],
        ],
        'withdrawn',
      ),
      story(
        'recalled',
        [
          [1, passed(), 'verified'],
          [2, { type: 'recall' }, 'purged'],
        ],
        'recalled',
      ),
      story(
        'kept to its last day',
        [
          [1, passed(), 'verified'],
          [6, tick, 'verified'],
          [7, tick, 'purged'],
        ],
        'expired',
        { dropAfter: inDays(7) },
      ),
      story('under a key that was stolen', [
        [1, passed(), 'verified'],
        [3, { type: 'compromised', version: 2 }, 'review'],
        [4, passed(), 'review'],
        [5, passed(one, 2), 'verified'],
      ]),
      story(
        'that comes after a key was stolen',
        [
          [1, passed(), 'quarantined'],
          [2, passed(one, 2), 'verified'],
        ],
        null,
        { compromisedIn: 2 },
      ),
      story('that one client finds wrong and another passes', [
        [1, failed('attest-threshold'), 'failed'],
        [2, passed(other), 'verified'],
      ]),
      story(
        'that two clients find wrong alike',
        [
          [1, failed('attest-threshold'), 'failed'],
          [2, failed('attest-threshold', other), 'purged'],
        ],
        'failed',
      ),
      story(
        'that one client finds wrong twice',
        [
          [1, failed('attest-threshold'), 'failed'],
          [2, failed('attest-threshold'), 'failed'],
          [14, tick, 'failed'],
          [15, tick, 'purged'],
        ],
        'failed',
      ),
      story('that two clients find wrong in two ways', [
        [1, failed('attest-threshold'), 'failed'],
        [2, failed('consent-content', other), 'failed'],
      ]),
      story('that one client cannot open', [
        [1, failed('unseal'), 'unopenable'],
        [2, failed('unseal', other), 'unopenable'],
        [3, passed(third), 'verified'],
      ]),
      story('that one client cannot open any more', [
        [1, passed(), 'verified'],
        [2, failed('unseal', other), 'verified'],
      ]),
      story(
        'that waits for a manifest',
        [
          [1, failed('need-manifest'), 'quarantined'],
          [30, tick, 'quarantined'],
          [31, tick, 'purged'],
        ],
        'expired',
      ),
      story('whose consent begins later', [
        [1, failed('consent-window', one, true), 'quarantined'],
        [3, passed(), 'verified'],
      ]),
      story('whose consent is over', [[1, failed('consent-window'), 'failed']]),
      story(
        'taken back, says one client',
        [
          [1, passed(), 'verified'],
          [2, takenBack(one), 'failed'],
          [15, tick, 'failed'],
          [16, tick, 'purged'],
        ],
        'retracted',
      ),
      story(
        'taken back, say two clients',
        [
          [1, passed(), 'verified'],
          [2, takenBack(one), 'failed'],
          [3, takenBack(other), 'purged'],
        ],
        'retracted',
      ),
      story('taken back, says one client and two others do not find it', [
        [1, passed(), 'verified'],
        [2, takenBack(one), 'failed'],
        [3, passed(other), 'failed'],
        [4, passed(other), 'failed'],
        [5, passed(third), 'verified'],
      ]),
      story(
        'after trust has ended',
        [
          [1, passed(), 'verified'],
          [2, { type: 'trust-ended' }, 'ended'],
          [3, live(3, true), 'ended'],
          [4, tick, 'purged'],
        ],
        'trust-ended',
      ),
      story('that came back from a backup', [
        [1, passed(), 'verified'],
        [5, live(5, true), 'verified'],
        [8, { type: 'restored' }, 'stale'],
        [9, live(7, true), 'stale'],
        [10, live(10, true), 'verified'],
      ]),
      story('with a second edition that a client passes', [
        [1, passed(), 'verified'],
        [2, stored, 'verified'],
        [3, passed(one, 1, second), 'verified'],
      ]),
      story(
        'without consent, which no list concerns',
        [
          [1, passed(), 'verified'],
          [50, live(50, false), 'verified'],
          [199, tick, 'verified'],
          [200, tick, 'purged'],
        ],
        'expired',
        { leased: false },
      ),
    ],
  };
}
