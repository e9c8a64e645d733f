/** What one side of a disagreement says, who says it, and which of our rules say the same. */
export interface ConflictSide {
  says: string;
  bodies: string;
  rules: readonly string[];
}

/** Bodies that disagree: shown side by side, and decided by none of us. */
export interface Conflict {
  id: string;
  about: string;
  sides: readonly ConflictSide[];
}

/** Every disagreement that we know of. Sides without rules are about what one writes, not about who meets whom. */
export const conflicts: readonly Conflict[] = [];

/** The disagreements that some rules have a part in. */
export function conflictsAmong(rules: readonly string[]): Conflict[] {
  const among = new Set(rules);
  return conflicts.filter(({ sides }) =>
    sides.some((side) => side.rules.some((rule) => among.has(rule))),
  );
}
