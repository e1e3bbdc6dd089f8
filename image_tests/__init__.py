"""The images, built and run as a platform runs them: `make image-test`."""
