"""The chapters in their order: findings in, elements out; a file per chapter."""
