import type { PageServerLoad } from './$types';
import { ownerOfNotebook } from './owner.ts';

export const load: PageServerLoad = (event) => ownerOfNotebook(event);
