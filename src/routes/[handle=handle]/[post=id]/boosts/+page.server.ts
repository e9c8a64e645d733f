import { markedBy } from '../marked-by.ts';
import type { PageServerLoad } from './$types';
import { listBoosters } from '#domain/posts/marked-by.server.ts';

export const load: PageServerLoad = (event) => markedBy(event, listBoosters);
