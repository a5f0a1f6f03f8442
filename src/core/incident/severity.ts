/** How bad. SEV1: customers cannot use the product. SEV4: nobody is hit yet. */
export const severities = ['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const;
export type Severity = (typeof severities)[number];
