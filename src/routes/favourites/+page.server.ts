import { keptPosts } from '../kept-posts.ts';
import type { PageServerLoad } from './$types';
import { listFavourites } from '#domain/posts/kept.server.ts';

export const load: PageServerLoad = (event) => keptPosts(event, listFavourites);
