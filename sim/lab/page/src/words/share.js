// Words of sharing.
export const en = { share: { share: "Share" } };

export const da = { share: { share: "Del" } };
