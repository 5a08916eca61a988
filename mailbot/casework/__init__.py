"""Pure: a Reading and a Case become a Ruling."""
