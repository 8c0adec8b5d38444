"""What a person can do: the registry of actions with their keys and rights."""
