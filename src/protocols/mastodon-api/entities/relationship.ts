import type { Relation } from '#domain/connections/relations.server.ts';

/**
 * What is between the viewer and somebody as clients read it. That somebody has blocked the viewer is never
 * said. Source: https://docs.joinmastodon.org/entities/Relationship/
 */
export function relationshipOf(relation: Relation) {
  return {
    id: relation.id,
    following: relation.follows,
    showing_reblogs: relation.boosts,
    notifying: relation.notify,
    languages: relation.languages.length > 0 ? relation.languages : null,
    followed_by: relation.followed,
    blocking: relation.blocks,
    blocked_by: false,
    muting: relation.mutes,
    muting_notifications: relation.mutesNotifications,
    muting_expires_at: relation.muteEnds && new Date(relation.muteEnds).toISOString(),
    requested: relation.asked,
    requested_by: relation.askedBy,
    domain_blocking: relation.blocksServer,
    endorsed: relation.endorsed,
    note: relation.note,
  };
}
