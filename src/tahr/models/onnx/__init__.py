"""Files of ONNX as models."""
