import type { Context, ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { Refusal } from '../../schemas/codes.ts';
import type { RefusalAnswer } from '../../schemas/contract.ts';
import { refusalSentence } from '../platform/refusal.ts';
import { unsavedSentence } from './fields.tsx';
import { EndedLead, endedHead, GivenBack, type Typed, typedIn } from './given-back.tsx';
import { wants } from './negotiate.ts';
import { type PageNode, page } from './page.tsx';
import { typedBy } from './read-body.ts';
import { type RefusalStatus, statusOf } from './refusals.ts';
import { formsStyle } from './static.ts';
import { otherMemberSentence } from './typed-form.tsx';
import { type View, viewOf } from './view.ts';

/**
 * Answers a refusal as a page or as `{code, where?}`, by Accept, with the status of its code. Repeats no address, no
 * value and no word of the request, but what somebody typed into a page of ours and sent: that is given back to them.
 */
async function answerRefusal(c: Context, node: PageNode, refusal: Refusal): Promise<Response> {
  const status = statusOf[refusal.code];
  if (wants(c, 'json') === 'json' || status === 202) {
    c.header('cache-control', 'no-store');
    c.header('vary', 'Accept, Accept-Language');
    const { code, where } = refusal;
    return c.json({ code, ...(where === undefined ? {} : { where }) } satisfies RefusalAnswer, status);
  }
  const view = viewOf(c);
  const { title, lead } = words(view, refusal, status);
  const typed = await typedIn(c, view, refusal);
  if (typed !== null) return givenBack(c, node, { view, typed, status, title, lead });
  const origin = refusal.code === 'sign-in-needed' ? node.members?.origin : undefined;
  return page(
    c,
    { view, node, title, status, sensitive: true },
    <>
      <p class="lead">{lead}</p>
      {origin === undefined ? null : <HowToComeIn view={view} origin={origin} again={c.req.method === 'GET'} />}
      <p>
        <a class="tap" href={view.link('/')}>
          {view.i18n._('error.home', {}, { message: 'Go to the first page' })}
        </a>
      </p>
    </>,
  );
}

type NotTaken = { view: View; typed: Typed; status: Exclude<RefusalStatus, 202>; title: string; lead: string };

/** What is refused takes nothing along that was typed. */
function givenBack(c: Context, node: PageNode, { view, typed, status, title, lead }: NotTaken) {
  const { i18n } = view;
  const send = i18n._('form.send-again', {}, { message: 'Send it' });
  const leads = status === 401 || status === 404;
  const head = status === 401 ? endedHead(view) : { title, status, sensitive: true, style: formsStyle };
  const all = i18n._('form.all-here', {}, { message: 'What you typed is all here.' });
  const body = (
    <>
      <p class="lead">{leads ? unsavedSentence(i18n) : `${lead} ${all}`}</p>
      {status === 401 ? <EndedLead view={view} press={send} /> : null}
      {status === 404 ? <p>{goneSentence(view)}</p> : null}
      <GivenBack
        view={view}
        typed={typed}
        action={thisPage}
        press={status === 404 ? null : send}
        labels={c.get('labels')}
      />
    </>
  );
  return page(c, { view, node, ...head, ...(status === 404 && { title: goneTitle(view) }) }, body);
}

const goneTitle = ({ i18n }: View) => i18n._('form.gone', {}, { message: 'This is no longer here' });
const goneSentence = ({ i18n }: View) =>
  i18n._(
    'form.gone-next',
    {},
    {
      message:
        'What it belonged to was thrown away, published or erased. Copy what you need before you close this page.',
    },
  );

// The page itself (RFC 3986 §4.4). Who followed a link on another site brought no SameSite=Strict cookie; from here it
// comes along.
const thisPage = '';

function HowToComeIn({ view, origin, again }: { view: View; origin: string; again: boolean }) {
  const { i18n } = view;
  return (
    <>
      <p>
        {i18n._(
          'error.come-in-desk',
          {},
          {
            message:
              'Open your desk, and press “Come in to the members’ pages” there. Who has a keyring in a file asks for ' +
              'a link with it:',
          },
        )}
      </p>
      <p class="handle" dir="ltr">
        npm run convive -- enter <span class="one">--node</span> {origin}
      </p>
      {again ? (
        <p>
          <a class="tap" href={thisPage}>
            {i18n._('error.come-in-again', {}, { message: 'I have come in already: open this page again' })}
          </a>
        </p>
      ) : null}
    </>
  );
}

/** For `app.notFound`: what does not exist and what is not for the asker look the same. */
export function answerNotFound(node: PageNode): NotFoundHandler {
  return (c) => answerRefusal(c, node, new Refusal('not-found'));
}

/**
 * For `app.onError`: refusals by their code; anything else is handed to `report` and answered as 500 without a detail.
 */
export function answerError(node: PageNode, report: (error: unknown) => void): ErrorHandler {
  return (error, c) => {
    if (error instanceof Refusal) return answerRefusal(c, node, error);
    if (error instanceof HTTPException && error.status < 500) return answerRefusal(c, node, new Refusal('malformed'));
    report(error);
    return answerRefusal(c, node, new Refusal('failed'));
  };
}

function words(view: View, refusal: Refusal, status: number): { title: string; lead: string } {
  const { i18n } = view;
  if (status === 404) {
    return {
      title: i18n._('error.not-found', {}, { message: 'There is nothing to read here' }),
      lead: i18n._(
        'error.not-found-lead',
        {},
        { message: 'The address may have changed, or the page is not for everyone.' },
      ),
    };
  }
  if (refusal.where === typedBy) {
    return {
      title: i18n._('error.refused', {}, { message: 'This did not go through' }),
      lead: otherMemberSentence(i18n),
    };
  }
  if (refusal.code === 'sign-in-needed') {
    return {
      title: i18n._('error.for-members', {}, { message: 'This page is for members' }),
      lead: i18n._(
        'error.for-members-lead',
        {},
        {
          message: 'You have not come in with this browser, or your time here is over. What was saved is still there.',
        },
      ),
    };
  }
  if (status === 503) {
    return {
      title: i18n._('error.resting', {}, { message: 'This node cannot answer right now' }),
      lead: i18n._(
        'error.resting-lead',
        {},
        { message: 'You can try again in a few minutes. Whoever keeps the node can see why.' },
      ),
    };
  }
  if (status >= 500) {
    return {
      title: i18n._('error.failed', {}, { message: 'Something failed on our side' }),
      lead: i18n._(
        'error.failed-lead',
        {},
        { message: 'It is not your doing. What you just sent may not be saved. You can try again.' },
      ),
    };
  }
  return {
    title: i18n._('error.refused', {}, { message: 'This did not go through' }),
    lead: refusalSentence(i18n, refusal),
  };
}
