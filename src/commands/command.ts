import type { Command } from 'commander';
import { afterReading, fileToShred } from './clear-text.ts';
import type { Context, Options } from './context.ts';

/** `<name>` or, where it may be missing, `[name]`; and what it is. */
type Argument = [name: string, about: string];

/** The flag with its value, what it is for, and whether it must be there, has a default or may come several times. */
export type Option = [flag: string, about: string, more?: { required?: true; otherwise?: string; repeatable?: true }];

/** One command as a row of a table; `run` is given the arguments in their order. */
type CommandRow<O extends object, Given extends (string | undefined)[]> = {
  name: string;
  arguments?: { [K in keyof Given]: Argument };
  options?: readonly Option[];
  about: string;
  run(context: Context, options: O & Options, ...given: Given): Promise<void>;
};

/** Adds a group that only holds commands. */
export function commandGroup(program: Command, { name, about }: { name: string; about: string }): Command {
  return program.command(name).helpCommand(false).description(about);
}

/** Adds a command to a group, or to the program itself. */
export function command<O extends object, Given extends (string | undefined)[]>(
  group: Command,
  context: Context,
  { name, arguments: given, options = [], about, run }: CommandRow<O, Given>,
): void {
  const made = group.command(name).description(about);
  for (const [form, what] of (given ?? []) as Argument[]) made.argument(form, what);
  for (const [flag, what, { required, otherwise, repeatable } = {}] of options) {
    const option = made.createOption(flag, what).makeOptionMandatory(required === true);
    if (otherwise !== undefined) option.default(otherwise);
    if (repeatable) option.argParser((one, others: string[] = []) => [...others, one]);
    made.addOption(option);
  }
  made.action(async () => {
    const asked = made.optsWithGlobals<O & Options>();
    const shred = fileToShred(asked);
    await run(context, asked, ...(made.processedArgs as Given));
    for (const one of context.clearFiles) await afterReading(context, one, one.path === shred);
  });
}

/** Lets ids begin with a dash, as one in 64 does. An unknown option is still refused, as one argument too many. */
export function takeIds(group: Command): void {
  for (const one of group.commands) if (one.registeredArguments.length > 0) one.allowUnknownOption();
}
