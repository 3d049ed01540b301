import { configureSync, getLogger, type LogRecord, type Sink } from '@logtape/logtape';
import { type AllowedFields, fillTemplate, keepAllowed } from './log-fields.ts';

/** One line per event; the event is a word of the code ("deliveries.worker-failed"), fields are an allow-list. */
export type Log = Record<'debug' | 'info' | 'warn' | 'error', (event: string, fields?: Partial<AllowedFields>) => void>;

export type LogOptions = {
  format: 'text' | 'json';
  /** Default `info`; libraries from `warning` upwards in any case. */
  level?: 'debug' | 'info' | 'warning';
  /** Default: standard error. */
  write?: (line: string) => void;
};

const own = 'convive';

/**
 * Sets up logging for the process and gives the node its log. Every category, libraries' too, passes one allow-list:
 * no activity, body, key, URL, address of a person or message of an unknown error is ever written.
 */
export function startLogging(options: LogOptions): Log {
  const sink = allowListSink(options.format, options.write ?? ((line) => void process.stderr.write(line)));
  configureSync({
    reset: true,
    sinks: { sink },
    loggers: [
      { category: [], sinks: ['sink'], lowestLevel: 'warning' },
      // Their warnings come once per request of a stranger: about storage we do not use, and about every wrong address.
      { category: ['logtape', 'meta'], lowestLevel: 'error' },
      { category: ['fedify', 'federation', 'http'], lowestLevel: 'error' },
      { category: [own], sinks: ['sink'], parentSinks: 'override', lowestLevel: options.level ?? 'info' },
    ],
  });
  const logger = getLogger([own]);
  return {
    debug: (event, fields = {}) => logger.debug(event, fields),
    info: (event, fields = {}) => logger.info(event, fields),
    warn: (event, fields = {}) => logger.warning(event, fields),
    error: (event, fields = {}) => logger.error(event, fields),
  };
}

function allowListSink(format: LogOptions['format'], write: (line: string) => void): Sink {
  return (record) => {
    const ours = record.category[0] === own;
    const kept = keepAllowed(record.properties, ours);
    const time = new Date(record.timestamp).toISOString();
    const { level } = record;
    const event = ours ? eventOf(record) : fillTemplate(templateOf(record), kept);
    const source = ours ? undefined : record.category.join('.');
    if (format === 'json') {
      write(`${JSON.stringify({ time, level, ...(source && { source }), event, ...kept })}\n`);
      return;
    }
    const fields = Object.entries(kept).map(([name, value]) => ` ${name}=${value}`);
    write(`${time} ${level}${source ? ` ${source}` : ''} ${event}${fields.join('')}\n`);
  };
}

function eventOf(record: LogRecord): string {
  const event = templateOf(record);
  return /^[a-z][a-z0-9.-]{0,63}$/.test(event) ? event : 'unnamed-event';
}

function templateOf(record: LogRecord): string {
  return typeof record.rawMessage === 'string' ? record.rawMessage : record.rawMessage.join('{…}');
}
