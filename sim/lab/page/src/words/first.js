// Words of a room.
export const en = {};

export const da = {};
