// `npm start`: installs and builds when something changed, then serves.
import { join } from 'node:path';
import { become, buildWhenChanged, makeReady, root } from './ready.mjs';

const node = makeReady();
buildWhenChanged(node);
become(node, [join(root, 'src', 'main.ts'), ...process.argv.slice(2)]);
