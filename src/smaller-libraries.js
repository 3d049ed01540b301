import { readFileSync } from 'node:fs';

// What of the libraries that phones load stays out of our scripts, since nothing of ours asks for it.

/** No browser makes a JSON Schema: the half of zod that does stays out, under the same names. */
const noJsonSchemas = {
  name: 'no-json-schemas',
  setup({ onLoad }) {
    onLoad({ filter: /zod[/\\]v4[/\\]core[/\\](?:json-schema-processors|to-json-schema)\.js$/ }, ({ path }) => {
      const names = readFileSync(path, 'utf8').matchAll(/export (?:const|function) (\w+)/g);
      return { contents: [...names].map(([, name]) => `export const ${name} = () => {};`).join('\n'), loader: 'js' };
    });
  },
};

/** Has a file of a library loaded as `change` makes it; where that changes nothing, it is another one by now. */
const changing = (onLoad) => (filter, change) =>
  onLoad({ filter }, ({ path }) => {
    const text = readFileSync(path, 'utf8');
    const without = change(text);
    if (without === text) throw new Error(`${path} is written in another way`);
    return { contents: without, loader: 'js' };
  });

/**
 * We seal to post-quantum recipients alone (schemas/encodings.ts). What seals to X25519 alone, to hardware by P-256 or
 * to a passphrase stays out, and what is made of that curve while the library is loaded. X25519 goes by its ladder
 * alone: twice the time for a key of one's own (1.2 ms in place of 0.5 on a desktop), and a second curve less to load.
 */
const noTags = {
  name: 'no-tags',
  setup({ onLoad }) {
    const changed = changing(onLoad);
    changed(/age-encryption[/\\]dist[/\\]recipients\.js$/, (text) =>
      text
        .replace('{ MLKEM768P256, ', '{ ')
        .replace(/import \{ p256 \} from .*/, 'const p256 = undefined, MLKEM768P256 = undefined;')
        .replace(/import \{ scrypt \} from .*/, 'const scrypt = undefined;')
        .replace(/import \* as x25519 from .*/, 'const x25519 = undefined;'),
    );
    changed(/age-encryption[/\\]dist[/\\]index\.js$/, (text) =>
      text.replaceAll(
        /import \{ ((?:Scrypt|X25519|Tag)\w+), (\w+) \} from .*/g,
        'const $1 = undefined, $2 = undefined;',
      ),
    );
    changed(/noble[/\\]curves[/\\]ed25519\.js$/, (text) => text.replace(/\n {8}scalarMultBase: [\s\S]*?\n {8}\},/, ''));
    changed(/post-quantum[/\\]hybrid\.js$/, (text) =>
      text.replaceAll(/(?<=^export const \w+ = |, )(?:QSF|createKitchenSink|ecdhKem)\(/gm, '/* @__PURE__ */ $&'),
    );
  },
};

/** Methods of zod that no schema of ours calls, and all that only they need. */
const unusedOfZod = [
  ...['with', 'brand', 'register', 'superRefine', 'overwrite', 'exactOptional', 'nonoptional', 'and', 'prefault'],
  ...['catch', 'readonly', 'describe', 'meta', 'isOptional', 'isNullable', 'apply', 'safeParseAsync', 'validate'],
  ...['validateAsync', 'encode', 'decode', 'encodeAsync', 'decodeAsync', 'safeEncode', 'safeDecode', 'parseAsync'],
  ...['safeEncodeAsync', 'safeDecodeAsync', 'toJSONSchema', 'lowercase', 'uppercase', 'slugify', 'normalize'],
  ...['passthrough', 'loose', 'strict', 'safeExtend', 'merge', 'partial', 'required', 'keyof', 'nonempty', 'length'],
  ...['step', 'finite', 'safe', 'multipleOf', 'positive', 'negative', 'nonpositive', 'nonnegative', 'nullish'],
  ...['gt', 'gte', 'lt', 'lte', 'extract', 'exclude', 'pipe', 'startsWith', 'endsWith'],
];

/**
 * Of zod, what our schemas use. No text is asked for a format of zod's (an address, a UUID); no parser is made at run
 * time (client/jitless.ts); nothing that is parsed refers to itself, since all of it was JSON.
 */
const onlyWhatWeUseOfZod = {
  name: 'only-what-we-use-of-zod',
  setup({ onLoad }) {
    const changed = changing(onLoad);
    changed(/zod[/\\]v4[/\\]classic[/\\]schemas\.js$/, (text) =>
      text
        .replace(
          /(?<=export const ZodString = [\s\S]*?_ZodString\.init\(inst, def\);\n\}, )\{[\s\S]*?\n\}(?=\);)/,
          '{}',
        )
        .replaceAll(unused, '')
        // Named one by one, what is not asked for of it stays out.
        .replace('import { util } from "../core/index.js"', 'import * as util from "../core/util.js"')
        .replaceAll('$ZodObjectJIT', '$ZodObject')
        .replace('core.config({ memoizer: core.memoizer() })', ''),
    );
  },
};
const unused = new RegExp(
  `\\n {4}(?:async )?(?:${unusedOfZod.join('|')})(?:: (?:async )?function \\w+)?\\([\\s\\S]*?\\n {4}\\},(?=\\n)`,
  'g',
);

/** Elements of our pages are plain ones: none moves to the head of the page, none takes a function for its address. */
const plainElements = {
  name: 'plain-elements',
  setup({ onLoad }) {
    onLoad({ filter: /hono[/\\]dist[/\\]jsx[/\\]dom[/\\]intrinsic-element[/\\]components\.js$/ }, () => ({
      contents: 'export const components_exports = {}, composeRef = undefined;',
      loader: 'js',
    }));
  },
};

/** What zod says in English is shown to nobody: refusals have sentences of their own. */
const noEnglishOfZod = {
  name: 'no-english-of-zod',
  setup({ onLoad }) {
    onLoad({ filter: /zod[/\\]v4[/\\]locales[/\\]en\.js$/ }, () => ({
      contents: "export default () => ({ localeError: () => '' });",
      loader: 'js',
    }));
  },
};

/** The lists of BIP-39 words, each word by how many letters it shares with the one before, and the rest. */
const shorterLists = {
  name: 'shorter-lists',
  setup({ onLoad }) {
    onLoad({ filter: /bip39[/\\]wordlists[/\\]\w+\.js$/ }, ({ path }) => {
      const wordlist = /`([^`]+)`\.split/.exec(readFileSync(path, 'utf8'))[1].split('\n');
      const shared = (word, before) => [...word].findIndex((letter, at) => letter !== before[at]);
      const rests = wordlist.map((word, at) => {
        const same = at === 0 ? 0 : shared(word, wordlist[at - 1]);
        const kept = same < 0 ? word.length : same;
        return kept + word.slice(kept);
      });
      return {
        contents: `let word = '';
          export const wordlist = ${JSON.stringify(rests.join(''))}.match(/\\d\\D*/g).map((rest) => {
            word = word.slice(0, Number(rest[0])) + rest.slice(1);
            return word;
          });`,
        loader: 'js',
      };
    });
  },
};

/** Of what fills places in sentences: days and moments are said by our own words, and nothing changes its catalogue. */
const onlySentences = {
  name: 'only-sentences',
  setup({ onLoad }) {
    changing(onLoad)(/lingui[/\\]core[/\\]dist[/\\]index\.mjs$/, (text) =>
      text
        .replaceAll(/,\n {4}(?:date|time): \(value, format\) => .*\)(?=,?\n)/g, '')
        .replaceAll(/\n {2}(?:get variables|setVariables?|loadAndActivate|date|number)\([\s\S]*?\n {2}\}(?=\n)/g, '')
        .replace(/console\.warn\(`Uncompiled[\s\S]*?`\)/, ''),
    );
  },
};

/** For esbuild. */
export const smallerLibraries = [
  noJsonSchemas,
  noTags,
  onlyWhatWeUseOfZod,
  noEnglishOfZod,
  onlySentences,
  plainElements,
  shorterLists,
];
