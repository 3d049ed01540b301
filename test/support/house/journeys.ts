import { type Parsed, targetOf } from './imports.ts';
import { declarationsIn } from './reached.ts';

/**
 * The files that somebody opens to follow a journey, sorted. It goes over waypoints: "path#name,name" is the functions
 * that a step is made of, and counts their file and each file of src that they take a value from; "path" is routes that
 * only pass on, and counts alone. Types and schemas/ do not count.
 *
 * @throws Error when a waypoint is not there.
 */
export function filesOfJourney(files: ReadonlyMap<string, Parsed>, waypoints: readonly string[]): string[] {
  const opened = new Set<string>();
  for (const waypoint of waypoints) {
    const [path = '', names] = waypoint.split('#');
    const file = files.get(path);
    if (!file) throw new Error(`${path} is not there`);
    opened.add(path);
    for (const target of names === undefined ? [] : takenBy(file, names.split(','))) opened.add(target);
  }
  return [...opened].filter((path) => path.startsWith('src/')).sort();
}

/** The files that some functions of a file take values from, also by what else of their own file they use. */
function takenBy(file: Parsed, begin: readonly string[]): string[] {
  const declared = declarationsIn(file);
  const used = new Set<string>();
  const use = (name: string): void => {
    if (used.has(name)) return;
    used.add(name);
    for (const { names, uses } of declared) if (names.includes(name)) for (const one of uses) use(one);
  };
  for (const name of begin) {
    if (!declared.some(({ names }) => names.includes(name))) throw new Error(`${file.path} has no ${name}`);
    use(name);
  }
  return file.imports.flatMap((one) => {
    const target = one.taken.some(({ local, typeOnly }) => !typeOnly && used.has(local))
      ? targetOf(file.path, one)
      : null;
    return target ?? [];
  });
}
