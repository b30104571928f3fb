import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/*
 * Who may import whom: the import rules of CONTRIBUTING.md, read from the imports of src, static and dynamic.
 */

interface Import {
  /** A file of src without its ending ("domain/article"), a built-in ("node:fs") or a package ("zod"). */
  target: string;
  kind: 'own' | 'builtin' | 'package';
  isType: boolean;
  isDynamic: boolean;
}

interface Source {
  /** Relative to src, without its ending. */
  name: string;
  /** Its folder below src, or its name when it stands in src itself; app-*.ts are parts of app. */
  module: string;
  imports: Import[];
  syntax: ts.SourceFile;
}

const src = fileURLToPath(new URL('../src', import.meta.url));
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readSource(path.split(sep).join('/')));

/** For each module of src: the modules of src, the packages and the built-ins that it may import. */
const rules: Record<string, { own: string[]; packages?: string[]; builtins?: string[] }> = {
  domain: { own: [], builtins: ['node:crypto'] },
  errors: { own: [] },
  ports: { own: ['domain'] },
  config: { own: ['errors'], packages: ['zod'] },
  retrieve: { own: ['domain', 'ports', 'errors'], packages: ['chrono-node', 'stemmer'] },
  quotes: { own: ['domain', 'ports', 'errors', 'retrieve'] },
  answer: { own: ['domain', 'ports', 'errors', 'retrieve'] },
  evaluation: { own: ['domain', 'errors'] },
  ingest: {
    own: ['domain', 'ports', 'errors', 'quotes'],
    packages: ['@mozilla/readability', 'linkedom', 'feedsmith', 'marked', 'yaml', 'chrono-node'],
    builtins: ['*'],
  },
  adapters: { own: ['domain', 'ports', 'errors'], packages: ['*'], builtins: ['*'] },
  cli: {
    own: ['app', 'domain', 'errors', 'evaluation'],
    packages: ['picocolors', 'string-width', 'wrap-ansi'],
    builtins: ['node:os', 'node:util', 'node:fs/promises'],
  },
  discord: { own: ['app', 'domain', 'errors'], packages: ['discord.js', 'p-queue', 'rate-limiter-flexible'] },
  http: { own: ['app', 'domain', 'errors'], builtins: ['node:http'] },
  app: {
    own: ['domain', 'ports', 'errors', 'config', 'retrieve', 'quotes', 'answer', 'ingest', 'adapters'],
    packages: ['comlink'],
    builtins: ['*'],
  },
  main: { own: ['app', 'cli', 'discord', 'http', 'config', 'errors'], packages: ['dotenv'], builtins: ['*'] },
};

describe.each(Object.entries(rules))('%s', (module, { own, packages = [], builtins = [] }) => {
  const members = sources.filter((source) => source.module === module);

  test('imports only what it may', () => {
    const forbidden = members.flatMap(({ name, imports }) =>
      imports
        .filter(({ target, kind }) => {
          if (kind === 'own') return moduleOf(target) !== module && !own.includes(moduleOf(target));
          const allowed = kind === 'package' ? packages : builtins;
          return !allowed.includes('*') && !allowed.some((entry) => target === entry || target.startsWith(`${entry}/`));
        })
        .map(({ target }) => `${name} imports ${target}`),
    );
    expect(forbidden).toEqual([]);
  });
});

test('every file of src is under one of these rules', () => {
  expect(sources.filter(({ module }) => !(module in rules)).map(({ name }) => name)).toEqual([]);
  expect(sources.length).toBeGreaterThan(20);
});

test('the faces know of the app by its types alone', () => {
  const values = sources
    .filter(({ module }) => ['cli', 'discord', 'http'].includes(module))
    .flatMap(({ name, imports }) =>
      imports.filter(({ target, isType }) => moduleOf(target) === 'app' && !isType).map(() => name),
    );
  expect(values).toEqual([]);
});

test('main loads the app, and each command its code, only when they are needed', () => {
  const early = sources
    .filter(({ module }) => module === 'main' || module === 'cli')
    .flatMap(({ name, imports }) =>
      imports
        .filter(({ target, isType, isDynamic }) => /^(app|cli\/commands\/.*)$/.test(target) && !isType && !isDynamic)
        .map(({ target }) => `${name} imports ${target}`),
    );
  expect(early).toEqual([]);
});

test('an adapter wraps one library at most', () => {
  const several = sources
    .filter(({ module }) => module === 'adapters')
    .map(({ name, imports }) => ({ name, libraries: valuePackages(imports) }))
    .filter(({ libraries }) => libraries.length > 1);
  expect(several).toEqual([]);
});

test('one file knows how threads talk to each other', () => {
  const knowing = sources.filter(({ imports }) => imports.some(({ target }) => /^comlink\b/.test(target)));
  expect(knowing.map(({ name }) => name)).toEqual(['app-remote']);
});

test('main is the only reader of the environment and the arguments', () => {
  const readers = sources.filter(({ syntax }) => uses(syntax, (text) => /^process\.(env|argv)$/.test(text)));
  expect(readers.map(({ name }) => name).filter((name) => name !== 'main')).toEqual([]);
  const destructuring = sources.filter(
    ({ syntax, module }) => module !== 'main' && /\}\s*=\s*process\b/.test(syntax.text),
  );
  expect(destructuring.map(({ name }) => name)).toEqual([]);
});

test('the domain, and what ranks, quotes and answers, has no clock and no chance', () => {
  const impure = sources
    .filter(({ module }) => ['domain', 'retrieve', 'quotes', 'answer', 'evaluation', 'cli'].includes(module))
    .filter(({ syntax }) =>
      uses(syntax, (text, node) => {
        if (/^(Date\.now|Math\.random|performance\.now)$/.test(text)) return true;
        return ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0;
      }),
    );
  expect(impure.map(({ name }) => name)).toEqual([]);
});

test('nothing prints but through the outputs of the command line', () => {
  const printing = sources.filter(
    ({ module, syntax }) =>
      module !== 'main' && uses(syntax, (text) => /^(console\.\w+|process\.(stdout|stderr))$/.test(text)),
  );
  expect(printing.map(({ name }) => name)).toEqual([]);
});

test('no two files of src import each other, directly or around a corner, except for types', () => {
  const byName = new Map(sources.map((source) => [source.name, source]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (name: string, path: string[]) => {
    if (path.includes(name)) circles.push([...path.slice(path.indexOf(name)), name].join(' -> '));
    else if (!done.has(name)) {
      const next = byName
        .get(name)
        ?.imports.filter(({ kind, isType, isDynamic }) => kind === 'own' && !isType && !isDynamic);
      for (const { target } of next ?? []) visit(target, [...path, name]);
      done.add(name);
    }
  };
  for (const { name } of sources) visit(name, []);
  expect(circles).toEqual([]);
});

function readSource(path: string): Source {
  const syntax = ts.createSourceFile(path, readFileSync(join(src, path), 'utf8'), ts.ScriptTarget.ES2023, true);
  const name = path.replace(/\.ts$/, '');
  const imports: Import[] = [];
  const add = (specifier: ts.Node | undefined, isType: boolean, isDynamic: boolean) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) {
      throw new Error(`${path}: expected the text of a module in an import, got ${specifier?.getText() ?? 'nothing'}`);
    }
    imports.push({ ...resolve(path, specifier.text), isType, isDynamic });
  };
  walk(syntax, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node), false);
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node.moduleSpecifier, node.isTypeOnly, false);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false, true); // prettier-ignore
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true, false);
  });
  return { name, module: moduleOf(name), imports, syntax };
}

function isTypeOnly({ importClause }: ts.ImportDeclaration): boolean {
  if (importClause === undefined) return false;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = importClause.namedBindings;
  return (
    importClause.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.length > 0 &&
    bindings.elements.every((element) => element.isTypeOnly)
  );
}

function resolve(path: string, specifier: string): Pick<Import, 'target' | 'kind'> {
  if (specifier.startsWith('.')) {
    const target = posix.normalize(posix.join(dirname(path), specifier)).replace(/\.js$/, '');
    return { target: relative('.', target).split(sep).join('/'), kind: 'own' };
  }
  const bare = specifier.replace(/^node:/, '');
  if (builtinModules.includes(bare)) return { target: `node:${bare}`, kind: 'builtin' };
  return { target: specifier, kind: 'package' };
}

function moduleOf(name: string): string {
  const first = name.split('/')[0]!;
  return first.startsWith('app-') ? 'app' : first;
}

function valuePackages(imports: Import[]): string[] {
  const names = imports
    .filter(({ kind, isType }) => kind === 'package' && !isType)
    .map(({ target }) => target.split('/').slice(0, target.startsWith('@') ? 2 : 1).join('/')); // prettier-ignore
  return [...new Set(names)];
}

function uses(syntax: ts.SourceFile, matches: (text: string, node: ts.Node) => boolean): boolean {
  let found = false;
  walk(syntax, (node) => {
    if (ts.isPropertyAccessExpression(node) || ts.isNewExpression(node)) found ||= matches(node.getText(), node);
  });
  return found;
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}
