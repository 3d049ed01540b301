import { canonical } from '../../../src/protocol/canonical.ts';
import { bundleFor } from '../../../src/protocol/delivery.ts';
import type { World } from '../vector.ts';
import type { Draft } from './cases.ts';
import { castOf } from './cast.ts';
import { bucketFor, type Sealer } from './seal.ts';
import { sharedAlert } from './shared.ts';

/** Age files by themselves: whom they open for, and the padding inside a delivery's body. */
export async function sealedFolder(world: World, { seal }: Sealer): Promise<{ about: string; drafts: Draft[] }> {
  const [maguey, hawthorn] = [castOf(world, 'maguey').box, castOf(world, 'hawthorn').box];
  const { alert, consent, header } = sharedAlert(world);
  const text = canonical(bundleFor(header, [alert, consent]));
  const { identity } = maguey;
  const unseal = async (
    name: string,
    inside: Parameters<typeof seal>[2],
    expect: Draft['expect'] = 'ok',
    changes: object = {},
  ): Promise<Draft> => {
    const file = await seal(name, maguey, inside);
    return { name, check: 'unseal', given: { file, identity, ...changes }, expect };
  };
  const small = bucketFor(text);
  const again = (name: string, changes: object, expect: Draft['expect']): Draft => ({
    name,
    check: 'unseal',
    given: { file: 'alert', identity, ...changes },
    expect,
  });
  return {
    about:
      'Sealed files: age, one hybrid recipient (ML-KEM-768 + X25519). Inside: u32 length, canonical bundle, zeros, ' +
      'in 4, 16 or 64 KiB. `flip` flips the lowest bit of that byte, from the end where negative.',
    drafts: [
      {
        name: 'any age file',
        check: 'age-open',
        given: { file: await seal('short', maguey, { text: 'Toño', size: 0 }), identity },
        expect: 'ok',
      },
      await unseal('alert', { text, size: small }),
      again('for another collective', { identity: hawthorn.identity }, 'unseal'),
      again('with a bit of the first line flipped', { flip: 3 }, 'unseal'),
      again('with a bit of the header flipped', { flip: 400 }, 'unseal'),
      again('with the last bit flipped', { flip: -1 }, 'unseal'),
      await unseal('in the largest bucket', { text, size: 65_536 }, 'padding'),
      await unseal('in no bucket', { text, size: small + 1 }, 'padding'),
      await unseal('with something after the end', { text, size: small, tail: '01' }, 'padding'),
      await unseal('that says it is longer than it is', { text, size: small, length: small }, 'padding'),
      await unseal('that says it is shorter', { text, size: small, length: text.length - 1 }, 'padding'),
      await unseal('of three bytes', { text: '', length: 0, size: 0 }, 'padding'),
      await unseal('with white space', { text: `${text} `, size: small }, 'canonical'),
      await unseal('of text that is no bundle', { text: '{"type":"bundle"}' }, 'bundle'),
      await unseal('with a field smuggled in', { text: text.replace(/}$/, ',"zz":0}'), size: small }, 'bundle'),
    ],
  };
}
