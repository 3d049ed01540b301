import { randomId, sha256, utf8 } from './encoding.ts';

// Plants, animals, weather, things: nothing that says anything of a person, as many words for the twelve-word lists do.
const words =
  `abeja:bee acacia:acacia agua:water álamo:poplar alba:dawn almendra:almond amapola:poppy ámbar:amber anís:anise
  arce:maple arcilla:clay ardilla:squirrel arena:sand arpa:harp arroyo:brook arroz:rice avena:oat azafrán:saffron
  bambú:bamboo barca:boat bosque:forest brisa:breeze bronce:bronze búho:owl cacao:cocoa café:coffee camino:path
  campana:bell canela:cinnamon canoa:canoe cedro:cedar cereza:cherry cielo:sky ciervo:deer ciprés:cypress ciruela:plum
  clavel:carnation cobre:copper colibrí:hummingbird cometa:comet coral:coral cristal:crystal delfín:dolphin
  durazno:peach ébano:ebony eco:echo estrella:star farol:lantern flauta:flute fresa:strawberry fuente:fountain
  garza:heron girasol:sunflower glaciar:glacier gorrión:sparrow grillo:cricket guitarra:guitar halcón:falcon
  helecho:fern hiedra:ivy higo:fig hoja:leaf isla:island jade:jade jardín:garden jazmín:jasmine jengibre:ginger
  junco:reed lago:lake lámpara:lamp lana:wool laurel:laurel lavanda:lavender libélula:dragonfly lima:lime limón:lemon
  lino:linen lirio:lily lluvia:rain luciérnaga:firefly luna:moon maíz:maize mango:mango manzana:apple mar:sea marea:tide
  margarita:daisy mármol:marble menta:mint miel:honey montaña:mountain musgo:moss naranja:orange nido:nest nieve:snow
  nogal:walnut nube:cloud nutria:otter olivo:olive olmo:elm orilla:shore orquídea:orchid otoño:autumn palma:palm
  papaya:papaya perla:pearl pino:pine piña:pineapple pluma:feather prado:meadow puente:bridge rama:branch río:river
  roble:oak rocío:dew romero:rosemary rosa:rose salvia:sage sauce:willow seda:silk semilla:seed sol:sun tambor:drum
  tarde:evening tomillo:thyme tortuga:turtle valle:valley violeta:violet`
    .split(/\s+/)
    .map((pair) => pair.split(':') as [es: string, en: string]);

/**
 * What a page calls a member, of whom no name is kept here: two words in Spanish or else English, which mean the same
 * in both and are the same on every node and day. Made of the SHA-256 of their id. An id with the words of another
 * is found within a second: nobody new comes in with one ({@link isCalledAlike}).
 */
export function calledBy(member: string, language: string): string {
  const [first = 0, second = 0] = new Set(sha256(utf8(member)).map((byte) => byte % words.length));
  return [first, second].map((at) => words[at]?.[language === 'es' ? 0 : 1]).join(' ');
}

const sorted = (member: string): string => calledBy(member, 'es').split(' ').sort().join(' ');

/** Whether somebody is called by the two words of another one of these, in whatever order. */
export function isCalledAlike(member: string, others: readonly string[]): boolean {
  const words = sorted(member);
  return others.some((other) => other !== member && sorted(other) === words);
}

/** The id of somebody new, who is called otherwise than all of these. */
export function newMemberId(others: readonly string[]): string {
  const id = randomId();
  return isCalledAlike(id, others) ? newMemberId(others) : id;
}
