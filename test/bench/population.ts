/** A made-up person: one or two given names, two surnames. */
export type Person = { given: string[]; surnames: [string, string] };

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const women = `
  María Guadalupe Juana Margarita Ana Rosa Verónica Patricia Leticia Alejandra Elizabeth Gabriela Francisca Teresa
  Martha Silvia Adriana Sandra Carmen Luisa Laura Claudia Josefina Yolanda Norma Mónica Rocío Alicia Beatriz
  Fernanda Sofía Ximena Valeria Daniela Andrea Camila Jimena Karla Diana Itzel Lucía Araceli Irma Esther Graciela
  Brenda Nayeli Esperanza Elena Montserrat Citlali Ruth Olga Xóchitl Yesenia Paola Marisol Julia Regina Abigail
  Lorena Renata Angélica Blanca Dolores Susana Cecilia Isabel Gloria Concepción`
  .trim()
  .split(/\s+/);
const men = `
  José Juan Miguel Francisco Luis Jesús Antonio Carlos Pedro Alejandro Manuel Roberto Fernando Daniel Jorge
  Ricardo Eduardo Javier Rafael Martín Raúl David Arturo Sergio Gerardo Enrique Mario Alberto Marco Víctor Alfredo
  Héctor Óscar César Ángel Gabriel Diego Emiliano Santiago Sebastián Mateo Leonardo Iván Adrián Rodrigo Hugo
  Guillermo Salvador Armando Ramón Rubén Ernesto Julio Omar Israel Felipe Ignacio Gustavo Jaime Andrés Pablo
  Agustín Tomás Joel Ulises Abel Emmanuel Moisés Brayan Kevin`
  .trim()
  .split(/\s+/);
const surnames = `
  Hernández García Martínez López González Pérez Rodríguez Sánchez Ramírez Cruz Flores Gómez Morales Vázquez Reyes
  Jiménez Torres Díaz Gutiérrez Ruiz Mendoza Aguilar Ortiz Moreno Castillo Romero Álvarez Méndez Chávez Rivera
  Juárez Ramos Domínguez Herrera Medina Castro Vargas Guzmán Velázquez Rojas Contreras Salazar Luna Ortega
  Guerrero Santiago Estrada Bautista Cortés Soto Alvarado Espinoza Lara Ávila Ríos Cervantes Silva Delgado Vega
  Márquez Sandoval Carrillo León Fernández Solís Rosas Ibarra Mejía Campos Rangel Santos Camacho Valdez Navarro
  Cárdenas Rosales Maldonado Salas Robles Trejo Peña Acosta Miranda Cabrera Valencia Núñez Pacheco Molina Padilla
  Orozco Ochoa Rubio Fuentes Suárez Barrera Meza Serrano Ayala Zamora Velasco Villanueva Nava Arellano Escobar
  Cano Mora Quiroz Pech Chan Canul Tzuc Etxeberria Puig`
  .trim()
  .split(/\s+/);
const syllables = `
  ba ca che da fa gui ja lla ma na pa qui ra sa ta va ya za be ce de gue le me re te ve bo co do lo mo ro so to zo`
  .trim()
  .split(/\s+/);

/**
 * How a population is named. The n-th name of a list is borne in proportion to 1 / (n + flat); `rare` is the share of
 * surnames outside the list, made of syllables and hardly ever met twice; `known` is how many names of each list are in
 * use.
 */
export type Population = { flat: number; rare: number; known: number };

/** From a large country to a town of a few families, by how they are called in the table of `test/vectors/names.md`. */
export const populations: Record<string, Population> = {
  'a country: the commonest surname borne by 4 %, every third surname rare': { flat: 4, rare: 0.35, known: 200 },
  'a district: 30 surnames, 30 given names for each sex, the commonest borne by 17 %': { flat: 1, rare: 0, known: 30 },
  'a town: 20 of each, the commonest borne by 19 %': { flat: 1, rare: 0, known: 20 },
};

/** Draws one person. */
export function personOf({ flat, rare, known }: Population, random: () => number): Person {
  const one = (list: readonly string[]) => drawn(list.slice(0, known), flat, random);
  const surname = () => (random() < rare ? rareName(random) : one(surnames));
  const given = random() < 0.5 ? women : men;
  const first = one(given);
  const second = random() < 0.45 ? one(given) : first;
  return { given: second === first ? [first] : [first, second], surnames: [surname(), surname()] };
}

function drawn(list: readonly string[], flat: number, random: () => number): string {
  const sums: number[] = [];
  for (const rank of list.keys()) sums.push((sums.at(-1) ?? 0) + 1 / (rank + 1 + flat));
  const at = random() * sums.at(-1)!;
  return list[sums.findIndex((sum) => at < sum)]!;
}

function rareName(random: () => number): string {
  const length = 3 + Math.floor(random() * 2);
  return Array.from({ length }, () => syllables[Math.floor(random() * syllables.length)]!).join('');
}
