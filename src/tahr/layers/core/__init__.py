"""The layers everything is built with: inputs, dense, embedding, activation."""
