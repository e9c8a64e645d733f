// `npm run build`: builds the pages when their sources changed.
import { buildWhenChanged, makeReady } from './ready.mjs';

buildWhenChanged(makeReady());
