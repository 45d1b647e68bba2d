"""Real servers for tests, each in a folder of its own and run by whoever runs the tests."""
