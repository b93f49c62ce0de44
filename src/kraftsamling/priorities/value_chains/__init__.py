"""Global value chains: where a region's industries stand in the world, and whom they depend on."""
