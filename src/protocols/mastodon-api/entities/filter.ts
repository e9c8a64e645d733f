import type { FilterHit } from '#domain/posts/filter-hits.server.ts';
import type { FilteredPost, FilterView, KeywordView } from '#domain/posts/filters.server.ts';

/** Source: https://docs.joinmastodon.org/entities/Filter/ */
export function filterEntityOf(filter: FilterView) {
  return {
    id: filter.id,
    title: filter.title,
    context: filter.context,
    expires_at: filter.ends,
    filter_action: filter.action,
    keywords: filter.keywords.map(keywordOf),
    statuses: filter.posts.map(filteredPostOf),
  };
}

/** Source: https://docs.joinmastodon.org/entities/FilterKeyword/ */
export function keywordOf({ id, keyword, wholeWord }: KeywordView) {
  return { id, keyword, whole_word: wholeWord };
}

/** Source: https://docs.joinmastodon.org/entities/FilterStatus/ */
export function filteredPostOf({ id, postId }: FilteredPost) {
  return { id, status_id: postId };
}

/** Source: https://docs.joinmastodon.org/entities/FilterResult/ */
export function filterResultOf({ filter, keywords, posts }: FilterHit) {
  return {
    filter: filterEntityOf(filter),
    keyword_matches: keywords.length > 0 ? keywords : null,
    status_matches: posts.length > 0 ? posts : null,
  };
}

/** A keyword as older apps know filters. Source: https://docs.joinmastodon.org/entities/V1_Filter/ */
export function olderFilterOf({ context, ends, action }: FilterView, word: KeywordView) {
  return {
    id: word.id,
    phrase: word.keyword,
    context,
    whole_word: word.wholeWord,
    expires_at: ends,
    irreversible: action === 'hide',
  };
}
