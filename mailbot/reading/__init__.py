"""Pure: a Message becomes a Reading."""
