import { Parser } from 'htmlparser2';
import { escapeHtml } from '#platform/text.server.ts';

/** A call of XML-RPC whose parameters are texts. */
export interface Call {
  method: string;
  parameters: string[];
}

const deepest = 12;
const mostParameters = 4;

/**
 * Reads a call. Undefined for what is no whole call: a document type (and with it every entity of one's own),
 * another root, tags that are not closed. Knows texts alone, which is all that pingback sends.
 * Source: http://xmlrpc.com/spec.md
 */
export function readCall(xml: string): Call | undefined {
  const call: Call = { method: '', parameters: [] };
  const whole = walk(xml, 'methodCall', (path, text) => {
    if (path === 'methodCall/methodName') call.method += text;
    if (path === 'methodCall/params/param') call.parameters.push('');
    const last = call.parameters.length - 1;
    if (/^methodCall\/params\/param\/value(?:\/string)?$/.test(path) && last < mostParameters)
      call.parameters[last] += text;
  });
  const parameters = call.parameters.map((one) => one.trim());
  return whole ? { method: call.method.trim(), parameters } : undefined;
}

/** What was answered: the number of the fault, or undefined for none. `broken` for what is no answer. */
export function readAnswer(xml: string): { fault: number | undefined } | 'broken' {
  let faulty = false;
  let name = '';
  let fault = 0;
  const whole = walk(xml, 'methodResponse', (path, text) => {
    if (path === 'methodResponse/fault') faulty = true;
    if (path.endsWith('/struct/member')) name = '';
    if (path.endsWith('/struct/member/name')) name += text;
    if (name === 'faultCode' && /\/value\/(?:int|i4)$/.test(path)) fault = Number(text);
  });
  if (!whole || !Number.isInteger(fault)) return 'broken';
  return { fault: faulty ? fault : undefined };
}

/**
 * Meets every tag as it opens (with no text) and every text, with the path that leads there. False for what is
 * not well formed, for all that this product has to read.
 */
function walk(xml: string, root: string, meet: (path: string, text: string) => void): boolean {
  const path: string[] = [];
  let begun = false;
  let sound = true;
  const parser = new Parser(
    {
      onprocessinginstruction: (name) => void (sound &&= name.startsWith('?xml')),
      oncdatastart: () => void (sound = false),
      onopentag(name) {
        sound &&= path.length < deepest && (path.length > 0 || (!begun && name === root));
        begun = true;
        path.push(name);
        if (sound) meet(path.join('/'), '');
      },
      ontext: (text) => void (sound && path.length > 0 && meet(path.join('/'), text)),
      onclosetag(name, implied) {
        sound &&= !implied && path.pop() === name;
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return sound && begun && path.length === 0;
}

const head = '<?xml version="1.0" encoding="utf-8"?>\n';

/** Writes a call whose parameters are texts. */
export function callOf(method: string, parameters: readonly string[]): string {
  const values = parameters.map(
    (text) => `<param><value><string>${escapeHtml(text)}</string></value></param>`,
  );
  return `${head}<methodCall><methodName>${escapeHtml(method)}</methodName><params>${values.join('')}</params></methodCall>\n`;
}

/** Writes an answer that is a text. */
export function answerOf(text: string): string {
  return `${head}<methodResponse><params><param><value><string>${escapeHtml(text)}</string></value></param></params></methodResponse>\n`;
}

/** Writes a fault: its number, and a sentence for whoever reads it. */
export function faultOf(code: number, text: string): string {
  const member = (name: string, value: string) =>
    `<member><name>${name}</name><value>${value}</value></member>`;
  return `${head}<methodResponse><fault><value><struct>${member('faultCode', `<int>${code}</int>`)}${member('faultString', `<string>${escapeHtml(text)}</string>`)}</struct></value></fault></methodResponse>\n`;
}
