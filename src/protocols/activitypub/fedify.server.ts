/**
 * The library for signatures, loaded with the first one: it takes a third of a second and 60 MB, and a place that
 * no other server talks with needs neither. Why no more of it: docs/decisions/0021.
 */
export const signatures = () => import('@fedify/fedify/sig');

/** Its vocabulary, of which keys are made; it comes with the above. */
export const vocabulary = () => import('@fedify/vocab');
