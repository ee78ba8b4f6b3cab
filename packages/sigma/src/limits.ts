// Limits of what a rule may ask. They keep a hostile or mistaken file from taking the memory or the time of the engine;
// the public rules stay far below each of them.

/** Characters of one rule file. The largest public rule has 40,000. */
export const maxFileLength = 2_000_000

/** Levels of maps and lists in one document. Rules use five. */
export const maxDepth = 32

/** Values in one document, aliases counted each time they are used. */
export const maxNodes = 100_000

/** Documents in one file. Arbitrary. */
export const maxDocuments = 1_000

/** Values of all the items of one rule. The largest public rule has 5,000. */
export const maxValues = 20_000

/** Characters of one value. Arbitrary; the longest public one has 300. */
export const maxValueLength = 16_384

/** Characters of one condition. The longest public one has 700. */
export const maxConditionLength = 10_000

/** Levels of parentheses and `not` in a condition. Arbitrary. */
export const maxConditionDepth = 64

/** Instructions of one compiled regular expression. `a{1000}` takes a thousand. */
export const maxRegexProgram = 20_000

/** Rules that one correlation may name. Arbitrary. */
export const maxCorrelationRules = 100

/** Fields that one correlation may group by. Arbitrary. */
export const maxGroupFields = 16

/** The longest timespan of a correlation, in milliseconds: 366 days. */
export const maxTimespanMs = 366 * 86_400_000

/** The largest count that a correlation may wait for: each group keeps that many events. Arbitrary. */
export const maxCorrelationCount = 100_000

/** Correlations that may be parts of each other in a row. Arbitrary. */
export const maxChain = 8

/** Steps of one pipeline, nested ones counted. Arbitrary. */
export const maxPipelineSteps = 5_000

/** Items that pipelines may make of one rule. Arbitrary; the largest public rule has 200. */
export const maxPipelineItems = 5_000
