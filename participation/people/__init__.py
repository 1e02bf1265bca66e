"""Who acts: guests on a device, accounts with roles, the codes that lead back to them."""
